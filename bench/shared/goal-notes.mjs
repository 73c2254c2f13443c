/** Why a goal was missed when it was last looked into; shown on the page while it is missed. */
export const goalNotes = {};
