/** Formats a price in American odds with its sign and a real minus: `+105`, `−110`. */
export function oddsText(price: number): string {
  return price > 0 ? `+${price}` : `−${Math.abs(price)}`;
}

/** Formats a price like `oddsText`, or as `no price`. */
export function priceText(price: number | null): string {
  return price === null ? 'no price' : oddsText(price);
}
