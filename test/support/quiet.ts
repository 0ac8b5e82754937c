import type { Log } from '../../src/ports/log.ts'

/** A log that keeps nothing. With QINGHUAN_TEST_LOG=1 it prints warnings and errors. */
export const quiet: Log = {
  info: () => undefined,
  warn: (fields, message) => print('warn', fields, message),
  error: (fields, message) => print('error', fields, message),
}

function print(level: string, fields: Readonly<Record<string, unknown>>, message: string): void {
  if (process.env['QINGHUAN_TEST_LOG'])
    process.stderr.write(
      `${level} ${message} ${String(fields['err'] ?? JSON.stringify(fields))}\n${fields['err'] instanceof Error ? fields['err'].stack : ''}\n`,
    )
}
