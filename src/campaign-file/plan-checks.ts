import { nobodyIn, listable, withoutReceiver } from './duty-checks.ts'
import type { Complaint, LooseEntry, Sections } from './loose.ts'
import { isListed } from './owners.ts'
import { ConsultationEntry, NodeEntry, TargetEntry } from './schema/nodes.ts'
import { valueAt } from './wording.ts'

/** What does not fit about targets, consultations and nodes: nobody asked or told, or days the wrong way round. */
export function checkPlan(data: unknown, sections: Sections): readonly Complaint[] {
  return [
    ...sections.targets.flatMap((entry) => {
      const { data: target } = TargetEntry.safeParse(valueAt(data, entry.path))
      if (target === undefined) return []
      return [...withoutReceiver(entry, sections), ...nobodyIn(entry, target.units, data, sections)]
    }),
    ...sections.consultations.flatMap((entry) => {
      const { data: asked } = ConsultationEntry.safeParse(valueAt(data, entry.path))
      if (asked === undefined) return []
      return [
        ...withoutReceiver(entry, sections),
        ...nobodyIn(entry, asked.units, data, sections),
        ...(asked.due < asked.opens
          ? [{ path: [...entry.path, 'due'], message: `“${asked.title}”的截止日期在发出日期之前` }]
          : []),
      ]
    }),
    ...sections.nodes.flatMap((entry) => checkNode(entry, data, sections)),
  ]
}

function checkNode(entry: LooseEntry, data: unknown, sections: Sections): readonly Complaint[] {
  const { data: node } = NodeEntry.safeParse(valueAt(data, entry.path))
  if (node === undefined) return []
  const { roster } = node
  return [
    ...(node.ends < node.starts
      ? [{ path: [...entry.path, 'ends'], message: `“${node.name}”的结束日期在开始日期之前` }]
      : []),
    ...node.tips.flatMap(({ on }, index) =>
      on > node.ends
        ? [
            {
              path: [...entry.path, 'tips', index, 'on'],
              message: `提示的日期在“${node.name}”结束之后，那时已经晚了`,
            },
          ]
        : [],
    ),
    ...(roster && !sections.units.some((unit) => isListed(listable(unit, data), roster.units))
      ? [{ path: [...entry.path, 'roster'], message: `“${node.name}”的值守没有单位` }]
      : []),
  ]
}
