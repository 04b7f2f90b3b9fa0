'use client'

import { ChevronsUpDown } from 'lucide-react'
import { api } from '../api.ts'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuLabel, MenuRadioGroup } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { useSession } from './use-session.ts'

/** The project that everything on the page belongs to. Another one is another world: it is loaded anew. */
export function ProjectMenu() {
  const session = useSession()
  const project = session?.project
  if (!project) return null
  const choose = async (project_id: string) => {
    try {
      await api.chooseProject(project_id)
      window.location.assign(links.overview())
    } catch (error) {
      toast.failed('The project was not changed', error)
    }
  }
  const choices = session.projects.map((one) => ({ value: one.id, label: one.name }))
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
      <MenuLabel>Project</MenuLabel>
      <MenuRadioGroup value={project.id} choices={choices} onChange={(id) => void choose(id)} />
    </Menu>
  )
}
