import { Copy, CornerDownRight, Ellipsis, Layers2, ListOrdered, Pencil, ScrollText, Trash2 } from 'lucide-react'
import type { L7Policy } from 'model/resources/l7-policy'
import { LateMenu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { policyName } from './names.ts'
import type { CardActions } from './policy-card.tsx'

export function CardMenu({ policy, actions }: { readonly policy: L7Policy; readonly actions: CardActions }) {
  return (
    <LateMenu
      label={`Actions of policy ${policyName(policy)}`}
      size="iconSmall"
      disabled={policy.provisioning_status === 'PENDING_DELETE'}
      icon={<Ellipsis aria-hidden />}
      items={() => <CardMenuItems policy_id={policy.id} actions={actions} />}
    />
  )
}

function CardMenuItems({ policy_id, actions }: { readonly policy_id: string; readonly actions: CardActions }) {
  return (
    <>
      <MenuItem onSelect={() => actions.edit(policy_id)}>
        <Pencil aria-hidden />
        Edit policy
      </MenuItem>
      <MenuItem onSelect={() => actions.move(policy_id)}>
        <ListOrdered aria-hidden />
        Move to position…
      </MenuItem>
      <MenuItem onSelect={() => actions.explain(policy_id)}>
        <ScrollText aria-hidden />
        Explain policy
      </MenuItem>
      <MenuItem onSelect={() => actions.overlaps(policy_id)}>
        <Layers2 aria-hidden />
        Show overlaps…
      </MenuItem>
      <MenuItem onSelect={() => actions.duplicate(policy_id)}>
        <Copy aria-hidden />
        Duplicate policy
      </MenuItem>
      <MenuItem onSelect={() => actions.copy(policy_id)}>
        <CornerDownRight aria-hidden />
        Copy to another listener…
      </MenuItem>
      <MenuSeparator />
      <MenuItem isDanger onSelect={() => actions.remove(policy_id)}>
        <Trash2 aria-hidden />
        Delete policy
      </MenuItem>
    </>
  )
}
