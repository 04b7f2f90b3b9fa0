'use client'

import { useEffect, useState } from 'react'
import { type Labels, plainLabels } from './words.ts'

/** The labels of the forms; until they are loaded the attributes' own names. */
export function useLabels(): Labels {
  const [labels, setLabels] = useState<{ readonly of: Labels }>({ of: plainLabels })
  useEffect(() => {
    let isCurrent = true
    void import('./labels.ts').then((module) => isCurrent && setLabels({ of: module.labelOf }))
    return () => {
      isCurrent = false
    }
  }, [])
  return labels.of
}
