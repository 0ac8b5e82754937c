/** Waits until something holds, looking every few milliseconds; gives up after `patienceMs`. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 8000): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    if (performance.now() > deadline)
      throw new Error(`waited ${patienceMs} ms in vain for: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
