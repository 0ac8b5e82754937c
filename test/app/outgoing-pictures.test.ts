import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { messengerDeps } from '../../src/homes/home.ts'
import { directoryCache } from '../../src/store/directory.ts'
import { mediaStore } from '../../src/store/media.ts'
import { openStore } from '../../src/store/open.ts'
import { phoneJpeg, plainJpeg } from '../support/pictures.ts'
import { quiet } from '../support/quiet.ts'

const folder = mkdtempSync(join(tmpdir(), 'qinghuan-outgoing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a picture that is sent on says no longer when and where it was taken; the stored one still does', async () => {
  const store = await openStore({})
  const media = mediaStore(folder)
  const now = new Date('2026-11-24T01:00:00Z')
  const hash = await media.put(store.db, { bytes: phoneJpeg(), mime: 'image/jpeg' }, now)
  const deps = messengerDeps('dingtalk', {
    store,
    media,
    directories: directoryCache(),
    now: () => now,
    wall: () => now,
    log: quiet,
    count: () => undefined,
    copy: 'one',
  })
  const sent = await deps.readMedia(hash)
  expect(Buffer.from(sent.bytes).equals(plainJpeg())).toBe(true)
  expect(sent.mime).toBe('image/jpeg')
  expect(Buffer.from((await media.get(store.db, hash))?.bytes ?? []).equals(phoneJpeg())).toBe(true)
  await store.close()
})
