import { type ClassType, Field, InputType, registerEnumType } from 'type-graphql';

/** The direction of an order. */
export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'The direction of an order.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest or first in the alphabet first.' },
    DESC: { description: 'Largest, latest or last in the alphabet first.' },
  },
});

interface OrderField {
  /** The column of the type's table, or of its base row (slug). */
  readonly column: string;
  /** The SQL type that a cursor's value is read as. */
  readonly type: 'text' | 'int' | 'timestamptz';
  readonly description: string;
}

/** The orders that a list offers, each on one indexed column that is never null, then the document's id. */
export interface OrderDefinition {
  readonly input: ClassType<OrderInput>;
  readonly fields: Readonly<Record<string, OrderField>>;
  readonly natural: OrderInput;
}

export interface OrderInput {
  field: string;
  direction: OrderDirection;
}

/**
 * Makes the order input of a type.
 * @param base the type's name: the input is `<base>Order`, its enum `<base>OrderField`
 * @param natural the field that orders when nothing is asked, ascending
 */
export function defineOrder<const Name extends string>(
  base: string,
  fields: Record<Name, OrderField>,
  natural: NoInfer<Name>,
): OrderDefinition {
  const names = Object.fromEntries(Object.keys(fields).map((name) => [name, name]));
  registerEnumType(names, {
    name: `${base}OrderField`,
    description: `What a list of this type can be ordered by.`,
    valuesConfig: Object.fromEntries(
      Object.entries<OrderField>(fields).map(([name, field]) => [name, { description: field.description }]),
    ),
  });

  @InputType(`${base}Order`, {
    description: 'What to order by, and in which direction. Equals keep a fixed order by id.',
  })
  class Order implements OrderInput {
    @Field(() => names as never, { description: 'What to order by.' })
    field!: string;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
    direction!: OrderDirection;
  }
  return { input: Order, fields, natural: { field: natural, direction: OrderDirection.ASC } };
}
