import { cva, type VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import * as Slot from 'radix-ui/slot'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

const looks = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-medium text-body transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
        secondary: 'border-line-strong bg-surface text-text enabled:hover:bg-sunken [a&]:hover:bg-sunken',
        ghost:
          'border-transparent bg-transparent text-muted enabled:hover:bg-sunken enabled:hover:text-text data-[state=open]:bg-sunken [a&]:hover:bg-sunken [a&]:hover:text-text',
        danger: 'border-transparent bg-danger text-on-accent enabled:hover:bg-danger-hover',
        dangerQuiet: 'border-line-strong bg-surface text-bad enabled:hover:bg-bad-soft',
        link: 'h-auto border-0 bg-transparent p-0 text-accent-text underline-offset-2 enabled:hover:underline [a&]:hover:underline',
      },
      size: {
        medium: 'h-8 px-3 pointer-coarse:h-11',
        small: 'h-7 px-2 text-caption pointer-coarse:h-11',
        icon: 'size-8 pointer-coarse:size-11',
        iconSmall: 'size-7 pointer-coarse:size-11',
      },
    },
    compoundVariants: [{ look: 'link', class: 'h-auto px-0 pointer-coarse:h-auto' }],
    defaultVariants: { look: 'secondary', size: 'medium' },
  },
)

type ButtonLooks = VariantProps<typeof looks>

export type ButtonProps = ComponentProps<'button'> & {
  readonly look?: ButtonLooks['look']
  readonly size?: ButtonLooks['size']
  /** Draws its only child, a link say, with the looks of a button. */
  readonly asChild?: boolean
  /** Something that it started is under way: it turns, and takes no more clicks. */
  readonly isBusy?: boolean
}

export function Button({
  look,
  size,
  asChild = false,
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const classes = classNames(looks({ look, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button type="button" className={classes} disabled={disabled || isBusy} aria-busy={isBusy || undefined} {...rest}>
      {isBusy && <LoaderCircle className="animate-turn" aria-hidden />}
      {children}
    </button>
  )
}

/** A button that is only an icon: its label is read out and shown by the title. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<ButtonProps, 'asChild' | 'children'> & { label: string; children: ReactNode }) {
  return (
    <Button look="ghost" size="icon" aria-label={label} title={label} {...rest}>
      {children}
    </Button>
  )
}
