// swift-tools-version: 6.2

import PackageDescription

/// Every target of ours is held to the same rules: Swift 6, no implicit existentials, imports said where they are
/// used and internal unless they say otherwise, asynchronous functions that stay on their caller's executor (that
/// is what keeps a request on its event loop), and no warning left standing.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Files beside the tests that are data, not sources.
let excluded: [String: [String]] = [
    "PagesTests": ["Cases"],
    "ProtocolTests": ["Fixtures", "Registrations"],
    "RouteManifestTests": ["Cases"],
    "RouterTests": ["Plans"],
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "mcp-auth",
    products: [
        .executable(name: "mcp-auth", targets: ["mcp-auth"]),
        .executable(name: "demo-mcp-server", targets: ["demo-mcp-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // C libraries of the system. A module map each, and nothing else.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // Without pkg-config: hiredis's flags there are ones that SwiftPM warns about.
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),

        // What was meant by a misspelt word.
        target("Suggestions"),

        // What is wrong in a file of the user's, and how it is told.
        target("Diagnostics"),

        // From the file to the model.
        target("YAML", ["CLibYAML"]),
        target(
            "RouteManifest",
            [
                "YAML", "Diagnostics", "OAuthModel", "RedisURL", "Web", "JSON", "Suggestions",
                "WireText",
            ]),

        // What strangers wrote.
        target("WireText"),

        // URIs, origins and addresses.
        target("Web", ["WireText"]),

        // The nouns and the rules. Neither knows HTTP or NIO.
        target("JSON", ["WireText"]),
        target("Cryptography", ["COpenSSL"]),
        target("OAuthModel", ["JSON", "Web", "WireText"]),
        target("OAuthCore", ["OAuthModel", "Cryptography", "JSON", "Web", "WireText"]),
        target("EmbeddedStore", ["OAuthCore", "OAuthModel", "Cryptography", "CSQLite", "WireText"]),

        target("RedisURL", ["Web", "WireText"]),
        // Why TLS failed, in words.
        target("TLSFailures", [nioSSL]),
        target(
            "RedisClient",
            ["RedisURL", "TLSFailures", "WireText", "CHiredis", nioCore, nioPosix, nioSSL, logging]),
        target(
            "RedisStore",
            ["OAuthCore", "OAuthModel", "Cryptography", "RedisClient", "RedisURL", "WireText"]),

        // HTTP, without a transport.
        target("Endpoint", ["JSON", "Web", "WireText"]),
        target("Pages", ["Cryptography", "Diagnostics", "Suggestions", "WireText"]),
        target(
            "Handlers", ["Endpoint", "Cryptography", "OAuthCore", "OAuthModel", "Pages", "JSON", "WireText"]),
        target(
            "Router",
            [
                "RouteManifest", "Endpoint", "OAuthModel", "Cryptography", "JSON", "Web", "WireText",
            ]),

        // Where log lines go.
        target("LineLog", ["WireText", logging]),

        // The transport.
        target(
            "HTTPServer", ["Endpoint", "Web", "WireText", nioCore, nioPosix, nioHTTP1, logging, lifecycle]),

        // Between a running server and its operator.
        target("ControlSocket", ["JSON", "WireText", nioCore, nioPosix, logging]),

        // The programs.
        target(
            "AuthorizationServer",
            [
                "ControlSocket", "Diagnostics", "JSON", "Web", "WireText",
                "RouteManifest", "Router", "Handlers", "Pages", "Endpoint", "HTTPServer", "OAuthCore",
                "OAuthModel", "Cryptography", "EmbeddedStore", "RedisStore", "RedisClient", "RedisURL",
                nioCore, nioPosix,
                logging, lifecycle,
            ]),
        target(
            "DemoMCPServer",
            [
                "Endpoint", "HTTPServer", "JSON", "OAuthModel", "Suggestions", "TLSFailures", "Web",
                "WireText",
                httpClient,
                nioCore, nioPosix, nioSSL,
                nioHTTP1,
                logging,
                lifecycle,
            ]),
        // What tells both programs to end.
        target("StopSignals", [logging, lifecycle, unixSignals]),
        .executableTarget(
            name: "mcp-auth",
            dependencies: [
                "AuthorizationServer", "Diagnostics", "LineLog", "RouteManifest", "Router", "OAuthCore",
                "JSON",
                "StopSignals", "Suggestions", "Web", "WireText", logging, lifecycle, argumentParser,
            ],
            swiftSettings: house),
        .executableTarget(
            name: "demo-mcp-server",
            dependencies: ["DemoMCPServer", "LineLog", "StopSignals", logging, lifecycle, argumentParser],
            swiftSettings: house),

        tests("SuggestionsTests", ["Suggestions"]),
        tests("YAMLTests", ["YAML", "Support"]),
        tests(
            "RouteManifestTests",
            [
                "RouteManifest", "Diagnostics", "RedisURL", "Web", "OAuthModel", "WireText",
                "Support",
            ]),
        tests("WireTextTests", ["WireText", "Cryptography", "Support"]),
        tests("JSONTests", ["JSON", "WireText"]),
        tests("LineLogTests", ["LineLog", "WireText", logging]),
        tests("ControlSocketTests", ["ControlSocket", "JSON", "Support", nioPosix, logging]),
        tests("TLSFailuresTests", ["TLSFailures"]),
        tests("WebTests", ["Web"]),
        tests("CryptographyTests", ["Cryptography", "Support"]),
        tests("OAuthModelTests", ["OAuthModel", "Web", "WireText"]),
        tests(
            "OAuthCoreTests",
            ["OAuthCore", "OAuthModel", "Cryptography", "EmbeddedStore", "JSON", "WireText", "Support"]),
        tests(
            "EmbeddedStoreTests",
            [
                "OAuthCore", "OAuthModel", "EmbeddedStore", "Cryptography", "StoreContract", "Support",
                "WireText",
            ]),
        tests(
            "RedisClientTests",
            ["RedisClient", "RedisURL", "RedisServers", "Support", nioCore, nioPosix, nioEmbedded, logging]),
        tests(
            "RedisStoreTests",
            [
                "RedisStore", "RedisClient", "RedisURL", "RedisServers", "StoreContract", "OAuthCore",
                "Endpoint", "Router", "RouteManifest", "Support",
                "EmbeddedStore",
                "OAuthModel",
                "Cryptography", nioCore, nioPosix, logging, "WireText",
            ]),
        tests("PagesTests", ["Pages", "Cryptography", "Diagnostics", "Support"]),
        tests(
            "HTTPServerTests",
            [
                "HTTPServer", "Endpoint", "Web", "Support", nioCore, nioPosix, nioEmbedded,
                logging,
                lifecycle,
            ]),
        tests("EndpointTests", ["Endpoint", "WireText"]),
        tests(
            "HandlersTests", ["Handlers", "Endpoint", "Cryptography", "OAuthCore", "OAuthModel", "WireText"]),
        tests(
            "RouterTests",
            [
                "Router", "RouteManifest", "Diagnostics", "Endpoint", "OAuthModel", "Support", "JSON",
                "WireText",
            ]),
        tests(
            "DemoMCPServerTests",
            [
                "DemoMCPServer", "HTTPServer", "Endpoint", "JSON", "OAuthModel", "Support", httpClient,
                nioCore,
                nioPosix, nioHTTP1, nioSSL,
                logging,
                lifecycle, "WireText",
            ]),
        tests(
            "ProtocolTests",
            [
                "AuthorizationServer", "Diagnostics", "Router", "RouteManifest", "Cryptography", "OAuthCore",
                "OAuthModel", "Pages", "JSON", "Support", "RedisServers", httpClient, nioCore, nioHTTP1,
                logging, "WireText",
            ]),
        tests(
            "ProcessTests",
            ["JSON", "Support", "RedisServers", httpClient, nioCore, nioPosix, nioHTTP1, "WireText"]),
        // What every store promises, to be run against each adapter.
        .target(
            name: "StoreContract", dependencies: ["OAuthCore", "OAuthModel", "Support"],
            path: "Tests/StoreContract", swiftSettings: house),
        // Redis servers that a test starts, kills and restarts.
        .target(
            name: "RedisServers", dependencies: ["Support"], path: "Tests/RedisServers", swiftSettings: house),
        // What tests of several targets are done with. What only one needs lies in its own folder of that name.
        .target(
            name: "Support", dependencies: ["Cryptography", "OAuthModel", nioCore, nioPosix, logging],
            path: "Tests/Support",
            swiftSettings: house),
    ]
)

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: excluded[name] ?? [], swiftSettings: house)
}
