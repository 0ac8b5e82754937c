import { linesOf, type Labelled } from './score.ts'

const intents: Readonly<Record<string, string>> = {
  reg: 'register-hazard',
  rep: 'report-progress',
  con: 'confirm-rectified',
  rei: 'reinspect',
  ext: 'request-extension',
  tra: 'transfer',
  lis: 'list-for-supervision',
  que: 'query',
  exp: 'export',
  fee: 'feedback',
  ack: 'acknowledge',
  help: 'help',
  none: 'none',
}

/** The lines of `voices.txt` as messages with an intent and no slots: 「reg@inspector 3栋楼道堆纸箱」. */
export const voices = (): readonly Labelled[] =>
  linesOf('voices.txt').map((line, i) => {
    const [, key = '', role, text = ''] = /^(\w+)(?:@(\w+))? (.*)$/.exec(line) ?? []
    return {
      id: `V-${i + 1}`,
      text: text.replace(/\\n/g, '\n').replace(/\\t/g, '\t'),
      now: '2026-11-18T10:07:00+08:00',
      from: { unit: 'U01', role: role ?? (key === 'rei' ? 'inspector' : 'liaison') },
      expect: { intent: intents[key] ?? `unknown ${key}` },
    }
  })
