'use client'

import { ChevronsUpDown } from 'lucide-react'
import { api } from '../api.ts'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuLabel, MenuRadioGroup } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { useSession } from './use-session.ts'

/** Another project is another world: it is loaded anew. */
async function choose(project_id: string): Promise<void> {
  try {
    await api.chooseProject(project_id)
    window.location.assign(links.overview())
  } catch (error) {
    toast.failed('The project was not changed', error)
  }
}

/** The projects to work in, inside a menu. */
export function ProjectChoices() {
  const session = useSession()
  if (!session?.project) return null
  const choices = session.projects.map((one) => ({ value: one.id, label: one.name }))
  return (
    <>
      <MenuLabel>Project</MenuLabel>
      <MenuRadioGroup value={session.project.id} choices={choices} onChange={(id) => void choose(id)} />
    </>
  )
}

/** The project that everything on the page belongs to. On a phone it is in the person's menu. */
export function ProjectMenu() {
  const project = useSession()?.project
  if (!project) return null
  return (
    <Menu
      align="start"
      trigger={
        <Button look="ghost" className="hidden px-2 text-text sm:inline-flex" title="Project">
          <span className="max-w-32 truncate">{project.name}</span>
          <ChevronsUpDown className="text-faint" aria-hidden />
        </Button>
      }
    >
      <ProjectChoices />
    </Menu>
  )
}
