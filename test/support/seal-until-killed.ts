// A copy of the program that does nothing but seal, until it is killed. Argument: the database's URL.
import { writeSync } from 'node:fs'
import { openStore } from '../../src/store/open.ts'
import { seal } from '../../src/store/sealing/seal.ts'

const store = await openStore({ databaseUrl: process.argv[2] ?? '', poolSize: 2 })
writeSync(1, 'open\n')
for (;;) await seal(store)
