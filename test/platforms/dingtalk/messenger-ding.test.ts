import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { api, card, failure, group, param, person, setUp, text, token } from '../support/messenger.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('what is urgent', () => {
  const urgent = { ...text('**12号** 通道被堵死，请马上清', person), ding: true as const }

  test('rings as DING, in plain words, and is not said a second time', async () => {
    token()
    const dings = api('robot/ding/send', { openDingId: 'd1', failedList: {} })
    const ordinary = api('robot/oToMessages/batchSend')
    await setUp().messenger.send(urgent)
    expect(dings).toEqual([
      {
        robotCode: 'dingapp',
        remindType: 1,
        receiverUserIdList: ['liu01'],
        content: '12号 通道被堵死，请马上清',
      },
    ])
    expect(ordinary).toEqual([])
  })

  test('a card rings with its title and lines', async () => {
    token()
    const dings = api('robot/ding/send', { openDingId: 'd1' })
    await setUp().messenger.send({ to: person, content: { kind: 'card', cardId: 'c1', card }, ding: true })
    expect(dings).toMatchObject([{ content: '隐患 12号\n阳光花园 3号楼' }])
  })

  test.each([
    ['no quota is left', { code: 'ding.serverquota.insufficient', message: 'x' }, 400],
    [
      'the edition has none',
      { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', message: 'x' },
      403,
    ],
    ['the receiver cannot be rung', { openDingId: 'd1', failedList: { liu01: 'closed' } }, 200],
    ['too many ring at once', { code: 'toomuch.msg', message: 'x' }, 400],
  ])('goes out as an ordinary message when %s', async (_, answer, status) => {
    token()
    api('robot/ding/send', answer, status)
    const ordinary = api('robot/oToMessages/batchSend')
    const { messenger, log } = setUp()
    await messenger.send(urgent)
    expect(param(ordinary[0])).toMatchObject({ text: expect.stringContaining('通道被堵死') })
    expect(log.lines.map(({ message }) => message).join()).toContain('no DING to be had')
  })

  test('is not said twice by itself when nobody knows whether it rang', async () => {
    token()
    api('robot/ding/send', 'gateway timeout', 504)
    const ordinary = api('robot/oToMessages/batchSend')
    expect(await failure(setUp().messenger.send(urgent))).toMatchObject({ outcome: 'unknown' })
    expect(ordinary).toEqual([])
  })

  test('in a group there is no DING: it is said there as ever', async () => {
    token()
    const sent = api('robot/groupMessages/send')
    await setUp().messenger.send({ ...text('请看12号', group), ding: true })
    expect(sent).toHaveLength(1)
  })
})
