import type { Refusal } from '#shared/protocol/frames.ts'

/** What a relay counts: numbers without identities, from its start on. */
export class Metrics {
  commits = 0
  entries = 0
  entryBytes = 0
  deliveries = 0
  presence = 0
  presenceDropped = 0
  faults = 0
  readonly refusals = new Map<Refusal, number>()
  readonly closes = new Map<number, number>()

  refused(reason: Refusal): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1)
  }

  closed(code: number): void {
    this.closes.set(code, (this.closes.get(code) ?? 0) + 1)
  }

  /** In Prometheus' text format. `gauges` are added by name. */
  text(gauges: Readonly<Record<string, number>>): string {
    const lines = Object.entries(gauges).map(([name, value]) => `kith_relay_${name} ${value}`)
    lines.push(
      `kith_relay_commits_total ${this.commits}`,
      `kith_relay_entries_total ${this.entries}`,
      `kith_relay_entry_bytes_total ${this.entryBytes}`,
      `kith_relay_deliveries_total ${this.deliveries}`,
      `kith_relay_presence_total ${this.presence}`,
      `kith_relay_presence_dropped_total ${this.presenceDropped}`,
      `kith_relay_faults_total ${this.faults}`,
      ...[...this.refusals].map(([reason, n]) => `kith_relay_refusals_total{reason="${reason}"} ${n}`),
      ...[...this.closes].map(([code, n]) => `kith_relay_closes_total{code="${code}"} ${n}`),
    )
    return `${lines.join('\n')}\n`
  }
}
