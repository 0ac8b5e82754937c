import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Checklist } from '../../domain/communities/checks.ts'
import { categories } from '../understand/types.ts'

const Item = z.strictObject({
  text: z.string().min(4).max(60),
  fault: z.string().min(4).max(40),
  category: z.enum(categories),
})
const Lists = z
  .array(
    z.strictObject({
      key: z.string().regex(/^[a-z][a-z0-9-]*$/),
      name: z.string().min(2).max(12),
      also: z.array(z.string()).default([]),
      items: z.array(Item).min(1).max(12),
    }),
  )
  .min(1)
  .refine(
    (lists) =>
      new Set(lists.flatMap(({ name, also }) => [name, ...also])).size ===
      lists.flatMap(({ name, also }) => [name, ...also]).length,
    {
      error: '检查表的名称不能重复',
    },
  )

/** Reads and checks the checklists, or throws with every fault listed. The first one is taken where none is named. */
export function loadChecklists(path: string | URL): readonly Checklist[] {
  const result = Lists.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new Error(`cards/checklists.yaml 有误：\n${z.prettifyError(result.error)}`)
  return result.data
}

/** The checklist called so, or undefined. */
export function checklistCalled(lists: readonly Checklist[], name: string): Checklist | undefined {
  const said = name.replace(/检查表$|检查$|表$/u, '')
  return (
    lists.find((list) => list.name === said || list.also.includes(said)) ??
    lists.find((list) => said.length >= 2 && [list.name, ...list.also].some((each) => each.includes(said)))
  )
}
