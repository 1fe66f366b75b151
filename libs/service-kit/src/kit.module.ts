import { Catch, Global, Module, type DynamicModule, type Provider, type RpcExceptionFilter } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';

/** Lets failures of handlers reach the answerer as they are; Nest's own filter would turn each into "Internal server error". */
@Catch()
class PassFailuresOn implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** What the kit gives to every provider of a service: see `KitParts` in start-service.ts. */
@Global()
@Module({})
export class KitModule {
  static of(providers: readonly Provider[]): DynamicModule {
    const tokens = providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide));
    return { module: KitModule, providers: [...providers, { provide: APP_FILTER, useClass: PassFailuresOn }], exports: tokens };
  }
}
