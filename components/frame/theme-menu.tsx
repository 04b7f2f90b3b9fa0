'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuRadioGroup } from '../ui/menu.tsx'
import { applyTheme, currentTheme, type Theme, themes } from './theme.ts'

const icons = { system: Monitor, light: Sun, dark: Moon } as const
export const themeChoices = (Object.keys(themes) as Theme[]).map((value) => ({ value, label: themes[value] }))

/** The theme of the page, and how to change it. It is `system` until the browser has been asked. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => setTheme(currentTheme()), [])
  const choose = (next: Theme) => {
    applyTheme(next)
    setTheme(next)
  }
  return [theme, choose]
}

export function ThemeMenu() {
  const [theme, setTheme] = useTheme()
  const Icon = icons[theme]
  return (
    <Menu
      trigger={
        <IconButton label="Theme">
          <Icon aria-hidden />
        </IconButton>
      }
    >
      <MenuRadioGroup value={theme} choices={themeChoices} onChange={setTheme} />
    </Menu>
  )
}
