/** Next runs this once, before the first request. Only the server has a database; the literal lets the bundler leave the rest out. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { saveBeforeEnd, start } = await import('./server/services/start.ts')
  await start()
  saveBeforeEnd()
}
