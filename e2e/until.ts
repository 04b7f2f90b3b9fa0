type Waiting = { readonly says: string | (() => string); readonly seconds?: number }

/** Waits until the condition holds, looking every 50 ms; fails with what it waited for. */
export async function until(holds: () => Promise<boolean> | boolean, { says, seconds = 15 }: Waiting): Promise<void> {
  const deadline = Date.now() + seconds * 1_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${typeof says === 'string' ? says : says()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
