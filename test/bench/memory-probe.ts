// Loaded into the program under test before its own first line: tells the bench how much memory is in use, after
// a collection where the process was started with --expose-gc.

process.on('message', (order) => {
  if (order !== 'memory') return
  const collect: unknown = Reflect.get(globalThis, 'gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, rss, external } = process.memoryUsage()
  process.send?.({ heapUsed, rss, external })
})
process.channel?.unref()
