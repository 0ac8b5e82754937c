import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseCampaignFile } from '../../src/campaign-file/parse.ts'
import type { Lexicon } from '../../src/chat/understand/types.ts'
import { understand } from '../../src/chat/understand/understand.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

function lexiconOf(path: string): Lexicon {
  const parsed = parseCampaignFile(read(path))
  if (!parsed.ok) throw new Error('the example campaign is wrong')
  const { units, communities, campaign } = parsed.campaign
  return {
    units: units.map(({ key, name, aliases, kind }) => ({ id: key, name, aliases, kind })),
    communities: communities.map(({ key, name, aliases }) => ({ id: key, name, aliases })),
    codePrefixes: [campaign.codePrefix],
  }
}
const lexicon = lexiconOf('prisma/campaigns/demo/003-fire-lanes.yaml')
const now = new Date('2026-11-23T10:00:00+08:00')

function intentOf(sentence: string): string {
  return understand(sentence, { lexicon, now, from: { unit: 'chengguan', role: 'liaison' } }).intent
}

/** The sentences of a line of help: what stands after the colon, its alternatives one by one, remarks taken off. */
function sentencesOf(line: string): readonly string[] {
  return line
    .replace(/^[^：]{2,6}：/, '')
    .split(/ · | \/ /)
    .map((sentence) => sentence.replace(/（[^）]*）/g, '').trim())
}

const help = parse(read('cards/wording.yaml')) as { help: Record<string, string | string[]> }
const helped = Object.values(help.help).flat().slice(1).flatMap(sentencesOf)

/** What the bot offers in 「」, read from its own words. */
function offeredIn(path: string): readonly string[] {
  return [...read(path).matchAll(/「([^」「]+)」/g)].map(([, sentence]) => sentence ?? '')
}
const likeliest = [
  ...(/const examples[\s\S]*?\n}/.exec(read('src/chat/intents/talk.ts'))?.[0] ?? '').matchAll(/'([^']+)'/g),
].map(([, sentence]) => sentence ?? '')

describe('what the bot tells people to say it understands', () => {
  test('there are such sentences', () => {
    expect(new Set(helped).size).toBeGreaterThan(20)
    expect(new Set(likeliest).size).toBeGreaterThan(8)
  })

  test.each([...new Set(helped)])('help: %s', (sentence) => {
    expect(intentOf(sentence)).not.toBe('none')
  })

  test.each([...new Set(likeliest)])('the likeliest sentences: %s', (sentence) => {
    expect(intentOf(sentence)).not.toBe('none')
  })

  const inRefusals = offeredIn('cards/wording.yaml').filter(
    (sentence) => !/[{}]|行动名称|手机号|^已改$/.test(sentence),
  )
  test.each([...new Set(inRefusals)])('a refusal: %s', (sentence) => {
    expect(intentOf(sentence)).not.toBe('none')
  })

  test.each([
    ['周报 检查6 发现11 整改8', 'report-progress'],
    ['更正 整改4处', 'report-progress'],
    ['更正 未整改3处', 'report-progress'],
    ['更正 发现3处', 'report-progress'],
    ['就这样报', 'report-progress'],
    ['零报告', 'report-progress'],
    ['再催一次', 'remind-missing'],
    ['看逾期', 'query'],
    ['城关镇逾期', 'query'],
    ['1号已安排', 'acknowledge'],
    ['1号不是我们的', 'decline-hazard'],
    ['1号作废', 'void-hazard'],
    ['1号合格', 'reinspect'],
    ['1号不合格 没清干净', 'reinspect'],
    ['1号不合格 又堆上了', 'reinspect'],
    ['1号不合格 照片看不清', 'reinspect'],
    ['同意 3', 'decide-binding'],
    ['拒绝 3', 'decide-binding'],
    ['认领 ABCD-EFGH', 'claim'],
    ['切换到 消防通道', 'choose-campaign'],
    ['发出征求意见 1', 'consultation-step'],
    ['取消征求意见 1', 'consultation-step'],
    ['填意见 1', 'consultation-step'],
    ['这是反馈单', 'consultation-step'],
    ['作为意见反馈 1', 'consultation-step'],
    ['不是反馈意见', 'consultation-step'],
    ['再征求一轮 1', 'consultation-step'],
    ['第二轮征求意见 《工作方案》 12月20日11:30前', 'consult'],
    ['对《住宅小区消防安全专项整治工作方案》无意见', 'feedback'],
    ['《住宅小区消防安全专项整治工作方案》意见汇总', 'ask-opinions'],
    ['采纳 3号意见', 'decide-opinion'],
    ['部分采纳 3号意见：理由', 'decide-opinion'],
    ['经李局长签字', 'sign-opinion'],
    ['12号 类别改为 电动自行车', 'amend-hazard'],
    ['12号 整改单位改为 恒泰物业', 'amend-hazard'],
    ['12号 期限改为5月20日', 'amend-hazard'],
  ])('a button or a hint says %s, which is %s', (sentence, intent) => {
    expect(intentOf(sentence)).toBe(intent)
  })
})
