'use client'

import { useMutation } from '@tanstack/react-query'
import type { Member } from 'model/resources/member'
import { api } from '../api.ts'
import { withPort } from '../forms/address-text.ts'
import { changeCall } from '../forms/row-calls.ts'
import { toastChange } from '../forms/shown-calls.ts'
import { useUpdate } from '../forms/use-changes.ts'
import { useAdminState } from '../load-balancer/row-actions.tsx'
import { milliseconds } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { rememberedWeight, rememberWeight } from './remembered-weight.ts'

export type MemberActions = ReturnType<typeof useMemberActions>

/** What is done to a member in its row; all of it shows at once and can be taken back for ten seconds. */
export function useMemberActions(loadbalancer_id: string) {
  const update = useUpdate(loadbalancer_id)
  const setAdminState = useAdminState(loadbalancer_id)
  const test = useMutation({ mutationFn: api.testConnection })

  const setWeight = (member: Member, weight: number, said: string) => {
    const back = () => update.mutate({ kind: 'member', row: { ...member, weight }, patch: { weight: member.weight } })
    update.mutate(
      { kind: 'member', row: member, patch: { weight } },
      {
        onSuccess: () => toastChange(said, { undo: back, calls: [changeCall('member', member, { weight })] }),
      },
    )
  }
  return {
    changeWeight: (member: Member, weight: number) =>
      setWeight(member, weight, `Weight of ${memberName(member)} is ${weight}, was ${member.weight}`),
    drain: (member: Member) => {
      rememberWeight(member.id, member.weight)
      setWeight(member, 0, `${memberName(member)} is draining: it keeps its sessions and gets no new ones`)
    },
    undrain: (member: Member) => {
      const weight = rememberedWeight(member.id)
      setWeight(member, weight, `${memberName(member)} takes new sessions again, with weight ${weight}`)
    },
    setEnabled: (member: Member, isEnabled: boolean) => setAdminState('member', member, isEnabled),
    setBackup: (member: Member, backup: boolean) => {
      const back = () => update.mutate({ kind: 'member', row: { ...member, backup }, patch: { backup: member.backup } })
      const said = backup
        ? `${memberName(member)} is a backup: it serves when no other member can`
        : `${memberName(member)} serves beside the others`
      update.mutate(
        { kind: 'member', row: member, patch: { backup } },
        {
          onSuccess: () => toastChange(said, { undo: back, calls: [changeCall('member', member, { backup })] }),
        },
      )
    },
    testConnection: (member: Member) =>
      test.mutate(
        { address: member.address, port: member.protocol_port },
        {
          onSuccess: ({ outcome, message, duration_ms }) => {
            const description = `${message} ${milliseconds(duration_ms)}`
            const title = `${memberName(member)} at ${withPort(member.address, member.protocol_port)}`
            if (outcome === 'connected') toast.done(title, { description })
            else toast.failed(title, description)
          },
          onError: (error) => toast.failed('The connection could not be tested', error),
        },
      ),
  }
}

export function memberName(member: Pick<Member, 'name' | 'address' | 'protocol_port'>): string {
  return member.name || withPort(member.address, member.protocol_port)
}
