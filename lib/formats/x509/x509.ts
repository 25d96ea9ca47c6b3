// The library's dependency injection looks for this polyfill while it loads, so that the two lines must keep their order.
import 'reflect-metadata';

export * from '@peculiar/x509';
