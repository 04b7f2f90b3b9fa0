'use client'

import { Download } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { type ClientAccess, cloudsYaml, openrc } from './client-files.ts'

/** Hands a text to the browser as a file. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

type Access = Omit<ClientAccess, 'origin'>

export function downloadClouds(access: Access): void {
  downloadText('clouds.yaml', cloudsYaml({ ...access, origin: window.location.origin }))
}

export function downloadOpenrc(access: Access): void {
  downloadText(`${access.project}-openrc.sh`, openrc({ ...access, origin: window.location.origin }))
}

/** The files that OpenStack clients read, filled in. */
export function ClientDownloads({ access }: { readonly access: Access }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => downloadClouds(access)}>
        <Download aria-hidden />
        Download clouds.yaml
      </Button>
      <Button onClick={() => downloadOpenrc(access)}>
        <Download aria-hidden />
        Download openrc
      </Button>
    </div>
  )
}
