'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'

/** Copies a text; says so for a moment. With `label` it is a word, without it an icon. */
export function CopyButton({
  text,
  label,
  what = 'text',
}: {
  readonly text: string
  readonly label?: string
  readonly what?: string
}) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    await copyText(text)
    setCopied(true)
  }
  const mark = isCopied ? <Check className="text-good" aria-hidden /> : <Copy aria-hidden />
  const spoken = (
    <span className="sr-only" aria-live="polite">
      {isCopied ? 'Copied' : ''}
    </span>
  )
  if (label) {
    return (
      <Button size="small" onClick={() => void copy()}>
        {mark}
        {isCopied ? 'Copied' : label}
        {spoken}
      </Button>
    )
  }
  return (
    <IconButton label={`Copy ${what}`} size="iconSmall" onClick={() => void copy()}>
      {mark}
      {spoken}
    </IconButton>
  )
}

/** The clipboard interface exists in secure contexts only; over plain HTTP from another machine a selection has to do. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
