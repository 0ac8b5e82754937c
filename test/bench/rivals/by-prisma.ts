import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../../src/store/generated/client.ts'
import type { Leaving, Steps } from './bot.ts'
import { databaseUrl, start } from './start.ts'
import { notice, read, receipt } from './words.ts'

// The same bot as most people would write it: every step by Prisma's model API in one interactive transaction.

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl(), max: 10 }) })

const steps: Steps = {
  async store(said) {
    const at = new Date()
    const [row] = await prisma.inboxEvent.createManyAndReturn({
      data: [
        {
          platform: said.platform,
          eventId: said.messageId,
          lane: `${said.platform} direct:${said.userId}`,
          payload: said.payload,
          receivedAt: at,
          availableAt: at,
        },
      ],
      skipDuplicates: true,
      select: { id: true },
    })
    return row && String(row.id)
  },

  async handle(eventId, said) {
    const hazard = read(said.text)
    const id = BigInt(eventId)
    return prisma.$transaction(
      async (tx): Promise<readonly Leaving[]> => {
        const leaving: Leaving[] = []
        if (hazard) {
          const account = await tx.account.findUniqueOrThrow({
            where: { platform_userId: { platform: said.platform, userId: said.userId } },
          })
          const person = await tx.person.findUniqueOrThrow({ where: { id: account.personId ?? '' } })
          const community = await tx.community.findFirstOrThrow({ where: { name: hazard.community } })
          const responsible = await tx.person.findFirstOrThrow({
            where: { unitId: community.propertyId ?? '' },
          })
          const manager = await tx.account.findFirstOrThrow({
            where: { personId: responsible.id },
          })
          const open = await tx.campaign.findFirstOrThrow({ where: { regionId: person.regionId } })
          const campaign = await tx.campaign.update({
            where: { id: open.id },
            data: { nextHazardNumber: { increment: 1 } },
          })
          const number = campaign.nextHazardNumber - 1
          const code = `${campaign.codePrefix}-${String(number).padStart(4, '0')}`
          const foundAt = new Date(said.sentAt)
          const row = await tx.hazard.create({
            data: {
              campaignId: campaign.id,
              number,
              code,
              status: 'to-rectify',
              category: 'evacuation',
              communityId: community.id,
              place: hazard.place,
              description: said.text,
              localityId: community.unitId,
              responsibleId: community.propertyId,
              foundAt,
              foundById: person.id,
              foundUnitId: person.unitId,
              dueAt: new Date(foundAt.getTime() + 3 * 86_400_000),
            },
          })
          await tx.ledgerEntry.create({
            data: {
              campaignId: campaign.id,
              subject: 'hazard',
              subjectId: String(row.id),
              type: 'HazardRegistered',
              data: { code, status: row.status, responsibleId: row.responsibleId },
              byId: person.id,
              at: new Date(),
              eventId: id,
            },
          })
          const where = `${hazard.community} ${hazard.place}`
          for (const { userId, words } of [
            { userId: said.userId, words: receipt(number, code, where, hazard.wrong) },
            { userId: manager.userId, words: notice(number, where, hazard.wrong) },
          ]) {
            const cardId = `card-${eventId}-${userId}`
            const message = await tx.outboxMessage.create({
              data: {
                dedupeKey: `e${eventId}:${userId}`,
                lane: `person ${userId}`,
                message: { ...words, buttons: [...words.buttons] },
                eventId: id,
                createdAt: new Date(),
                availableAt: new Date(),
              },
            })
            if (said.platform === 'wecom')
              await tx.sentCard.create({
                data: {
                  cardId,
                  hazardId: row.id,
                  view: 'reader',
                  address: { platform: said.platform, kind: 'person', id: userId },
                  card: { ...words, buttons: [...words.buttons] },
                  sentAt: new Date(),
                },
              })
            leaving.push({ id: String(message.id), userId, cardId, words })
          }
        }
        await tx.inboxEvent.update({ where: { id }, data: { doneAt: new Date() } })
        return leaving
      },
      { maxWait: 60_000, timeout: 60_000 },
    )
  },

  async markSent(ids) {
    await prisma.outboxMessage.updateMany({
      where: { id: { in: ids.map(BigInt) } },
      data: { sentAt: new Date() },
    })
  },

  async keepCode(cardId, code, userId) {
    await prisma.responseCode.create({ data: { cardId, code, userId, givenAt: new Date() } })
  },
}

start(steps)
