import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// The names of our own tokens: without them a size such as text-body would be taken for a colour and dropped.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['caption', 'body', 'section', 'title'],
      radius: ['control', 'surface'],
      shadow: ['float'],
    },
  },
})

/** Joins class names; of two that contradict each other the later one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}
