import { Temporal } from 'temporal-polyfill'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import { addEvent } from '#shared/domain/calendar.ts'
import { CalendarView } from '#shared/domain/calendarView.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import { claimShift } from '#shared/domain/event/claims.ts'
import { findEventTemplate } from '#shared/domain/event/eventTemplates.ts'
import { readPlanFacts } from '#shared/domain/event/facts.ts'
import { fillPlan } from '#shared/domain/event/fillPlan.ts'
import { addGuest } from '#shared/domain/event/guests.ts'
import { named } from '#shared/domain/event/person.ts'
import { readShiftList } from '#shared/domain/event/shifts.ts'
import { RIVERSIDE_EVENTS } from '#shared/domain/sampleEvents.ts'

/** Puts the sample community's events into its calendar. @param calendar its document's id */
export async function fillSampleCalendar(
  session: OpenCommunity,
  calendar: string,
  context: WriteContext,
): Promise<void> {
  const zone = Temporal.Now.timeZoneId()
  const today = Temporal.Now.plainDateISO()
  const open = await session.open(calendar)
  for (const example of RIVERSIDE_EVENTS) {
    const { inDays, from, to, template: templateId, guests, claims, ...facts } = example
    const day = today.add({ days: inDays }).toString()
    const when = { start: `${day}T${from}`, end: `${day}T${to}`, zone }
    const made = addEvent(open.doc, { ...facts, when }, context)
    const head = made.ok ? new CalendarView(open.doc).heads.get(made.value) : undefined
    const template = findEventTemplate(templateId)
    if (!head || !template) continue
    const plan = await session.open(`${calendar}.${head.plan}`)
    fillPlan(plan.doc, template, { day }, context)
    if (guests.length > 0) {
      const answers = await session.open(`${calendar}.${head.answers}`)
      const options = { asOrganizer: true, room: readPlanFacts(plan.doc) }
      for (const [name, answer, plus] of guests) addGuest(answers.doc, { name, answer, plus }, options, context)
      const docs = { plan: plan.doc, answers: answers.doc }
      for (const [index, shift] of readShiftList(plan.doc).entries())
        if (claims !== undefined && index % 2 === 0)
          claimShift(docs, shift.id, { person: named(claims), asOrganizer: true }, context)
      answers.release()
    }
    plan.release()
  }
  open.release()
}
