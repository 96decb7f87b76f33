import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // In development Next takes the site's other names for other sites.
  allowedDevOrigins: ['127.0.0.1', '[::1]'],
  typedRoutes: false,
  // `npm test` checks them; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Pictures carry a srcset of files that are already the right size.
  images: { unoptimized: true },
  // These bring native code or read files beside them; the server loads them as they are.
  serverExternalPackages: [
    'postgres',
    'pg-boss',
    'pino',
    'sharp',
    'drizzle-orm',
    // Loaded only when traces are asked for.
    '@opentelemetry/context-async-hooks',
    '@opentelemetry/core',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/exporter-trace-otlp-proto',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
  ],
  experimental: {
    // A build from scratch is quicker without it, and 100 MB smaller.
    turbopackFileSystemCacheForBuild: false,
    optimizePackageImports: ['lucide-react'],
  },
};

const withNextIntl = createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  experimental: {
    // Sentences are parsed when the site is built, so that no browser loads the parser.
    messages: {
      path: './messages',
      format: 'json',
      locales: 'infer',
      sourceLocale: 'en',
      precompile: true,
    },
  },
});

export default withNextIntl(nextConfig);
