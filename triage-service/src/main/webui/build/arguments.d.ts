export function argumentsOf(message: string): Record<string, string>;
