import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './kit/settings.mjs'

// Rules of the house that no tool knows. They read the sources as text.

interface Source {
  readonly file: string
  readonly text: string
}

const sourceFolders = ['app', 'components', 'e2e', 'facades', 'model', 'prisma', 'proxy-engine', 'scripts', 'server']
const made = /^(node_modules|generated|dist|golden|test-results)$/

function filesUnder(folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return []
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name)
    if (entry.isDirectory()) return made.test(entry.name) ? [] : filesUnder(file)
    return /\.(tsx?|mjs|js)$/.test(entry.name) ? [file] : []
  })
}

const rootFiles = readdirSync(root).filter((file) => /\.(ts|js|mjs|cjs)$/.test(file) && file !== 'next-env.d.ts')
const sources: readonly Source[] = [...rootFiles, ...sourceFolders.flatMap(filesUnder)].map((file) => ({
  file,
  text: readFileSync(path.join(root, file), 'utf8'),
}))

const breaches = (breaks: (source: Source) => boolean): string[] => sources.filter(breaks).map(({ file }) => file)

test('a page and a route are shells of fewer than 40 lines', () => {
  const isShell = /^app\/.*\/(page|route|layout)\.tsx?$/
  expect(breaches(({ file, text }) => isShell.test(file) && text.trimEnd().split('\n').length >= 40)).toEqual([])
})

test('the environment is read in the few files that are meant to', () => {
  const mayRead =
    /^(server\/env\.ts|proxy-engine\/bin\/|proxy-engine\/test\/((harness|differential)\/|golden-check\.test\.ts)|proxy-engine\/src\/compile\/shape\.test\.ts|server\/certificates\/damaged\.test\.ts|facades\/fuzz\.test\.ts|components\/policy\/draft-verdicts\.test\.ts|scripts\/|e2e\/|[^/]+\.config\.(ts|js|mjs))/
  expect(breaches(({ file, text }) => !mayRead.test(file) && /\bprocess\s*\.\s*env\b/.test(text))).toEqual([])
})

test('every import of a file of ours says its extension, for not every reader of the sources guesses it', () => {
  const withoutExtension = /\bfrom '(\.{1,2}|@)\/(?![^']*\.(ts|tsx|js|mjs|css|json)')[^']*'/
  expect(breaches(({ text }) => withoutExtension.test(text))).toEqual([])
})

test('no test is skipped, focused or left for later', () => {
  const unfinished = /\b(test|it|describe)\.(skip|only|todo|fixme)\b/
  expect(breaches(({ file, text }) => /\.(test|spec)\.tsx?$/.test(file) && unfinished.test(text))).toEqual([])
})

test('no test waits for a length of time instead of a condition', () => {
  const sleeps = /\bwaitForTimeout\(/
  expect(breaches(({ file, text }) => file !== 'scripts/house.test.ts' && sleeps.test(text))).toEqual([])
})

test('the lock file names no registry, so that it installs from whichever one is configured', () => {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  expect(lock.match(/"resolved": "(https?|git)[^"]*"/g)).toBeNull()
})

test('every dependency is pinned to one version', () => {
  const isPinned = /^\d+\.\d+\.\d+(-[\w.]+)?$/
  const manifests = ['package.json', 'model/package.json', 'proxy-engine/package.json']
  const loose = manifests.flatMap((file) => {
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, file), 'utf8'))
    return versionsIn(manifest).filter((version) => !isPinned.test(version))
  })
  expect(loose).toEqual([])
})

function versionsIn(manifest: unknown): string[] {
  if (typeof manifest !== 'object' || manifest === null) return []
  const sections: unknown[] = Object.entries(manifest)
    .filter(([name]) => name === 'dependencies' || name === 'devDependencies')
    .map(([, section]) => section)
  return sections.flatMap((section) => Object.values(section ?? {}).map(String))
}
