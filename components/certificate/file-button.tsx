'use client'

import type { FieldControl } from '../ui/field.tsx'

type FileButtonProps = Partial<FieldControl> & {
  readonly 'aria-label'?: string
  /** Endings and types of files. */
  readonly accept: string
  readonly reads: 'text' | 'base64'
  readonly onRead: (content: string) => void
}

/** Chooses a file and reads it here: it is sent with the form, and not before. */
export function FileButton({ accept, reads, onRead, ...control }: FileButtonProps) {
  const read = async (file: File | undefined) => {
    if (file) onRead(reads === 'text' ? await file.text() : base64(new Uint8Array(await file.arrayBuffer())))
  }
  return (
    <input
      {...control}
      type="file"
      accept={accept}
      onChange={(event) => void read(event.target.files?.[0])}
      className="w-full min-w-0 text-caption text-muted file:mr-3 file:h-8 file:cursor-pointer file:rounded-control file:border file:border-line file:border-solid file:bg-surface file:px-3 file:text-body file:text-ink pointer-coarse:file:h-11"
    />
  )
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
