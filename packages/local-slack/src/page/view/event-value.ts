/** Returns the value of the form field that an event comes from. */
export function eventValue({ currentTarget }: Event): string {
  const isField =
    currentTarget instanceof HTMLInputElement ||
    currentTarget instanceof HTMLTextAreaElement ||
    currentTarget instanceof HTMLSelectElement;
  return isField ? currentTarget.value : '';
}
