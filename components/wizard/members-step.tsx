'use client'

import { ClipboardPaste, Plus } from 'lucide-react'
import { useState } from 'react'
import { messageFor, type Values } from '../forms/values.ts'
import { unserved } from '../listener/unserved.ts'
import { MemberEditor } from '../member/member-editor.tsx'
import { PasteDialog } from '../member/paste-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { plural } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { filledMembers, withEmptyMember, withMember, withMembers, withoutMembers } from './draft.ts'
import type { Wizard } from './use-wizard.ts'

const monitorAttributes = ['monitor_address', 'monitor_port']

export function MembersStep({ wizard }: { readonly wizard: Wizard }) {
  const { draft, change, shown, leave } = wizard
  const [isPasting, setPasting] = useState(false)
  const [newKey, setNewKey] = useState<number | null>(null)
  const [wantsMonitor, setWantsMonitor] = useState(false)
  const hasMonitorColumns =
    wantsMonitor ||
    draft.members.some((row) =>
      monitorAttributes.some((name) => row.values[name] != null || messageFor(shown, `${row.key}/${name}`)),
    )
  const addRow = () => {
    setNewKey(draft.nextKey)
    change(withEmptyMember)
  }
  const paste = (members: readonly Values[]) => {
    change((before) => withMembers(before, members))
    toast.done(`${plural(members.length, 'member')} added to the table`)
  }
  const filled = filledMembers(draft)
  return (
    <div className="grid gap-3">
      <MemberEditor
        rows={draft.members}
        issues={shown}
        hasMonitorColumns={hasMonitorColumns}
        takesConnections={draft.pool['protocol'] !== 'UDP'}
        newKey={newKey}
        onChange={(key, patch) => change((before) => withMember(before, key, patch))}
        onLeave={leave}
        onRemove={(key) => change((before) => withoutMembers(before, new Set([key])))}
        onAdd={addRow}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={addRow}>
          <Plus aria-hidden />
          Add a row
        </Button>
        <Button onClick={() => setPasting(true)}>
          <ClipboardPaste aria-hidden />
          Paste members
        </Button>
        <Button look="ghost" onClick={() => setWantsMonitor(!hasMonitorColumns)} aria-pressed={hasMonitorColumns}>
          {hasMonitorColumns ? 'Hide' : 'Show'} monitor address and port
        </Button>
      </div>
      <p className="text-caption text-muted">
        {filled.length === 0
          ? `Without members the load balancer ${unserved(wizard.draft.listener['protocol'])}. Press Next to go on and add them later.`
          : `${plural(filled.length, 'member')}. Weight is the share of traffic, 0 to 256; 0 takes no new sessions. A backup takes traffic only when all others are down.`}
      </p>
      <PasteDialog
        isOpen={isPasting}
        onOpenChange={setPasting}
        existing={filled.map((row) => row.values)}
        onAdd={paste}
      />
    </div>
  )
}
