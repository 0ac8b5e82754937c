// Loaded into every program that is measured, before its own first line: tells the bench what it uses. Memory is told
// after a collection, processor time since the start of the process.

process.on('message', (order) => {
  if (order !== 'usage') return
  const collect: unknown = Reflect.get(globalThis, 'gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, rss } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  process.send?.({ heapUsed, rss, cpuMs: (user + system) / 1000 })
})
process.channel?.unref()
