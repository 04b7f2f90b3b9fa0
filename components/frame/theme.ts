/** `system` is no cookie: the colour scheme of the person's system decides. */
export const themes = { system: 'System', light: 'Light', dark: 'Dark' } as const
export type Theme = keyof typeof themes

export const themeCookie = 'fulcrum_theme'
export const railCookie = 'fulcrum_rail'

const yearSeconds = 31_536_000

/** Remembers a choice of looks; read by the server with the next page. Null forgets it. */
export function rememberChoice(cookie: string, value: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in plain HTTP and in Firefox.
  document.cookie = `${cookie}=${value ?? ''}; path=/; max-age=${value === null ? 0 : yearSeconds}; samesite=lax`
}

export function isTheme(value: string | undefined): value is 'light' | 'dark' {
  return value === 'light' || value === 'dark'
}

/** The theme that the page has now. */
export function currentTheme(): Theme {
  const value = document.documentElement.dataset['theme']
  return isTheme(value) ? value : 'system'
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  rememberChoice(themeCookie, theme === 'system' ? null : theme)
}
