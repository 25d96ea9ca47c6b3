// The library's dependency injection looks for this polyfill while it loads, so these two lines must keep their order.
import 'reflect-metadata';

export * from '@peculiar/x509';
