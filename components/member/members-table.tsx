'use client'

import { ClipboardPaste, Plus } from 'lucide-react'
import { membersOf } from 'model/graph/graph'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { addMembersCall } from '../forms/row-calls.ts'
import { toastChange } from '../forms/shown-calls.ts'
import { useAddMembers } from '../forms/use-changes.ts'
import { usePanel } from '../forms/use-panel.ts'
import type { Values } from '../forms/values.ts'
import { countedIn } from '../live/counted.ts'
import { useGraph } from '../load-balancer/use-graph.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { plural } from '../ui/format.ts'
import { HeadCell, Table, TableHead } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { MemberPanel } from './member-panel.tsx'
import { MemberRow } from './member-row.tsx'
import { inReadingOrder } from './reading-order.ts'
import { RemoveMembers } from './remove-members.tsx'
import { useMemberActions } from './use-member-actions.ts'

// It reads what is pasted with the schemas of the members, which come after the page.
const PasteDialog = dynamic(() => import('./paste-dialog.tsx').then((module) => module.PasteDialog), { ssr: false })

/** The members of a pool: how they are, why, what they carry, and everything that can be done to them. */
export function MembersTable({ pool }: { readonly pool: Pool }) {
  const graph = useGraph()
  const loadbalancer_id = graph.load_balancer.id
  const members = inReadingOrder(membersOf(graph, pool.id))
  const panel = usePanel('member')
  const actions = useMemberActions(loadbalancer_id)
  const addMembers = useAddMembers(loadbalancer_id, pool.id)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [doomed, setDoomed] = useState<readonly Member[]>([])
  const [isPasting, setPasting] = useState(false)
  const chosen = members.filter((one) => selected.has(one.id))
  const select = (ids: readonly string[], isOn: boolean) =>
    setSelected((before) => new Set(isOn ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))))
  const paste = (pasted: readonly Values[]) =>
    addMembers.mutate(pasted, {
      onSuccess: () =>
        toastChange(`${plural(pasted.length, 'member')} added`, { calls: [addMembersCall(pool.id, pasted)] }),
      onError: (error) => toast.failed('The members were not added', error),
    })
  return (
    <section className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-medium text-section">Members</h2>
        <SelectionActions chosen={chosen} actions={actions} onRemove={() => setDoomed(chosen)} />
        <Button onClick={() => setPasting(true)} isBusy={addMembers.isPending}>
          <ClipboardPaste aria-hidden />
          Paste members
        </Button>
        <Button look="primary" onClick={() => panel.open('new')}>
          <Plus aria-hidden />
          Add member
        </Button>
      </div>
      {members.length === 0 ? (
        <EmptyState title="No members">
          A member is a server: an address and a port. Until there is one, nobody is served.
        </EmptyState>
      ) : (
        <Table label="Members">
          <TableHead>
            <HeadCell className="w-8 pr-0">
              <Checkbox
                aria-label="Select all members"
                checked={chosen.length === members.length ? true : chosen.length > 0 ? 'indeterminate' : false}
                onCheckedChange={(isOn) =>
                  select(
                    members.map((one) => one.id),
                    isOn === true,
                  )
                }
              />
            </HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell>Address</HeadCell>
            <HeadCell>Health</HeadCell>
            <HeadCell>Last check</HeadCell>
            <HeadCell isNumeric>Weight</HeadCell>
            <HeadCell isNumeric>Rate</HeadCell>
            <HeadCell isNumeric>Sessions</HeadCell>
            <HeadCell>Enabled</HeadCell>
            <HeadCell>Provisioning</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody>
            {members.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                counted={countedIn(graph, pool.id)}
                isSelected={selected.has(member.id)}
                actions={actions}
                onSelect={(isOn) => select([member.id], isOn)}
                onEdit={() => panel.open(member.id)}
                onDelete={() => setDoomed([member])}
              />
            ))}
          </tbody>
        </Table>
      )}
      <MemberPanel pool={pool} value={panel.value} onClose={panel.close} />
      <PasteDialog isOpen={isPasting} onOpenChange={setPasting} existing={members} onAdd={paste} />
      {doomed.length > 0 && (
        <RemoveMembers
          members={doomed}
          loadbalancer_id={loadbalancer_id}
          onClose={() => setDoomed([])}
          onRemoved={() =>
            select(
              doomed.map((one) => one.id),
              false,
            )
          }
        />
      )}
    </section>
  )
}

function SelectionActions({
  chosen,
  actions,
  onRemove,
}: {
  readonly chosen: readonly Member[]
  readonly actions: ReturnType<typeof useMemberActions>
  readonly onRemove: () => void
}) {
  if (chosen.length === 0) return null
  const each = (act: (member: Member) => void, isMeant: (member: Member) => boolean) => () => {
    for (const member of chosen.filter(isMeant)) act(member)
  }
  return (
    <>
      <span className="text-muted" aria-live="polite">
        {plural(chosen.length, 'member')} selected
      </span>
      <Button onClick={each(actions.drain, (one) => one.weight > 0)}>Drain</Button>
      <Button
        onClick={each(
          (one) => actions.setEnabled(one, false),
          (one) => one.admin_state_up,
        )}
      >
        Disable
      </Button>
      <Button
        onClick={each(
          (one) => actions.setEnabled(one, true),
          (one) => !one.admin_state_up,
        )}
      >
        Enable
      </Button>
      <Button look="dangerQuiet" onClick={onRemove}>
        Remove
      </Button>
    </>
  )
}
