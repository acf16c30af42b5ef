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
    "ManifestDiffTests": ["Cases", "base.yaml"],
    "PagesTests": ["Cases", "Earlier"],
    "ProtocolTests": ["Fixtures", "Registrations"],
    "RouteManifestTests": ["Cases", "Schema"],
    "RouterTests": ["Matches", "OpenAPI", "Plans"],
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
        .systemLibrary(
            name: "COpenSSL", path: "Sources/Base/COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CLibYAML", path: "Sources/Base/CLibYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CSQLite", path: "Sources/Base/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        // Without pkg-config: hiredis's flags there are ones that SwiftPM warns about.
        .systemLibrary(
            name: "CHiredis", path: "Sources/Base/CHiredis", providers: [.apt(["libhiredis-dev"])]),

        // What was meant by a misspelt word.
        target("Base/Suggestions"),

        // What a server can be asked for, as a document.
        target("Base/OpenAPI", ["JSON", "WireText"]),

        // What is wrong in a file of the user's, and how it is told.
        target("Base/Diagnostics"),

        // From the file to the model.
        target("Manifest/YAML", ["CLibYAML"]),
        target("Manifest/StrictYAML", ["YAML", "Diagnostics", "JSON", "Suggestions", "WireText"]),
        target(
            "Manifest/RouteManifest",
            [
                "StrictYAML", "YAML", "Diagnostics", "OAuthModel", "OpenAPI", "RedisURL", "Web", "JOSE",
                "JSON", "Suggestions", "WireText", "LineLog",
            ]),

        // What strangers wrote.
        target("Base/WireText"),

        // URIs, origins and addresses.
        target("Base/Web", ["WireText"]),

        // The nouns and the rules. Neither knows HTTP or NIO.
        target("Base/JSON", ["WireText"]),
        target("Base/Cryptography", ["COpenSSL"]),
        // Keys and signatures in JSON.
        target("Base/JOSE", ["Cryptography", "JSON", "WireText"]),
        target("Rules/OAuthModel", ["JSON", "Web", "WireText"]),
        target(
            "Rules/OAuthCore", ["OAuthModel", "Storage", "Cryptography", "JOSE", "JSON", "Web", "WireText"]),
        // Providers that know real people, over HTTP.
        target(
            "Rules/Upstreams",
            ["OAuthCore", "OAuthModel", "Cryptography", "JOSE", "JSON", "Web", "WireText"]),
        // What people see of it.
        target("Rules/Timeline", ["OAuthCore", "OAuthModel", "JSON", "Web", "WireText"]),

        // What a store promises, and what keeps it.
        target("Stores/Storage", ["OAuthModel", "WireText"]),
        target("Stores/EmbeddedStore", ["Storage", "OAuthModel", "Cryptography", "CSQLite", "WireText"]),

        target("Base/RedisURL", ["Web", "WireText"]),
        // Why TLS failed, in words.
        target("Base/TLSFailures", [nioSSL]),
        // What strangers name, from addresses that were checked.
        target("Base/Fetching", ["TLSFailures", "Web", "WireText", nioCore, nioPosix, nioHTTP1, nioSSL]),
        target(
            "Stores/RedisClient",
            ["RedisURL", "TLSFailures", "WireText", "CHiredis", nioCore, nioPosix, nioSSL, logging]),
        target(
            "Stores/RedisStore",
            ["Storage", "OAuthModel", "Cryptography", "RedisClient", "RedisURL", "WireText"]),

        // HTTP, without a transport.
        target("Requests/Endpoint", ["JSON", "Web", "WireText"]),
        target("Requests/Pages", ["Cryptography", "Diagnostics", "Suggestions", "WireText"]),
        target(
            "Requests/Handlers",
            [
                "Endpoint", "Cryptography", "OAuthCore", "OAuthModel", "Storage", "Pages", "JOSE", "JSON",
                "Timeline", "WireText",
                "Web",
            ]),
        target(
            "Plan/Router",
            [
                "RouteManifest", "StrictYAML", "Endpoint", "OAuthModel", "OpenAPI", "Cryptography", "JSON",
                "Suggestions",
                "Web", "WireText",
            ]),

        // What changes from one manifest to another.
        target(
            "Plan/ManifestDiff",
            ["RouteManifest", "StrictYAML", "Router", "OAuthModel", "JSON", "Web", "WireText"]),

        // Whether files were changed.
        target("Base/FileWatch"),

        // Where log lines go.
        target("Base/LineLog", ["WireText", logging]),

        // The transport.
        target(
            "Requests/HTTPServer",
            ["Endpoint", "Web", "WireText", nioCore, nioPosix, nioHTTP1, logging, lifecycle]),

        // Between a running server and its operator.
        target("Top/ControlSocket", ["JSON", "WireText", nioCore, nioPosix, logging]),

        // The programs.
        target(
            "Top/AuthorizationServer",
            [
                "ControlSocket", "Diagnostics", "Fetching", "FileWatch", "JSON", "ManifestDiff", "Web",
                "WireText",
                "RouteManifest", "StrictYAML", "Router", "Handlers", "Pages", "Endpoint", "HTTPServer",
                "OAuthCore", "JOSE",
                "OAuthModel", "Cryptography", "Storage", "EmbeddedStore", "RedisStore", "RedisClient",
                "RedisURL", "Timeline", "Upstreams",
                nioCore, nioPosix,
                logging, lifecycle,
            ]),
        target(
            "Top/DemoMCPServer",
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
        target("Base/StopSignals", [logging, lifecycle, unixSignals]),
        .executableTarget(
            name: "mcp-auth",
            dependencies: [
                "AuthorizationServer", "Cryptography", "Diagnostics", "LineLog", "ManifestDiff",
                "RouteManifest",
                "Router", "Storage", "StrictYAML", "JSON",
                "StopSignals", "Suggestions", "Web", "WireText", logging, lifecycle, argumentParser,
            ],
            path: "Sources/Top/mcp-auth",
            // What `init` writes, as bytes in the program. Links lead to the manifest and the templates of the repository.
            resources: [.embedInCode("Init/Starters")], swiftSettings: house),
        .executableTarget(
            name: "demo-mcp-server",
            dependencies: ["DemoMCPServer", "LineLog", "StopSignals", logging, lifecycle, argumentParser],
            path: "Sources/Top/demo-mcp-server", swiftSettings: house),

        tests("Base/SuggestionsTests", ["Suggestions"]),
        tests("Base/DiagnosticsTests", ["Diagnostics"]),
        tests("Base/OpenAPITests", ["OpenAPI", "JSON", "WireText"]),
        tests("Manifest/YAMLTests", ["YAML", "Support"]),
        tests("Manifest/StrictYAMLTests", ["StrictYAML", "YAML", "Diagnostics"]),
        tests(
            "Manifest/RouteManifestTests",
            [
                "RouteManifest", "StrictYAML", "YAML", "JSON", "Diagnostics", "RedisURL", "Web", "OAuthModel",
                "WireText", "ManifestCases", "Support",
            ]),
        tests("Base/WireTextTests", ["WireText", "Cryptography", "Support"]),
        tests("Base/JSONTests", ["JSON", "WireText"]),
        tests("Base/LineLogTests", ["LineLog", "JSON", "WireText", "Support", logging]),
        tests("Top/ControlSocketTests", ["ControlSocket", "JSON", "Support", nioPosix, logging]),
        tests("Base/FileWatchTests", ["FileWatch", "Support"]),
        tests("Base/StopSignalsTests", ["StopSignals", "Support", logging, lifecycle]),
        tests("Base/TLSFailuresTests", ["TLSFailures"]),
        tests("Base/WebTests", ["Web"]),
        tests("Base/JOSETests", ["JOSE", "Cryptography", "JSON", "WireText", "Support"]),
        tests(
            "Base/FetchingTests",
            ["Fetching", "Sites", "OAuthModel", "Support", "Web", "WireText", nioCore, nioPosix]),
        tests("Base/CryptographyTests", ["Cryptography", "Support"]),
        tests("Rules/OAuthModelTests", ["OAuthModel", "Web", "WireText"]),
        tests(
            "Rules/OAuthCoreTests",
            [
                "OAuthCore", "OAuthModel", "Storage", "Cryptography", "EmbeddedStore", "JOSE", "JSON",
                "WireText", "Shelf", "Support", "Web",
            ]),
        tests(
            "Rules/UpstreamsTests",
            [
                "Upstreams", "OAuthCore", "OAuthModel", "Fetching", "JOSE", "JSON", "ManifestCases",
                "Providers",
                "RouteManifest", "Sites", "Support", "Web", "WireText",
            ]),
        tests("Rules/TimelineTests", ["Timeline", "OAuthCore", "OAuthModel", "Support", "Web"]),
        tests(
            "Stores/EmbeddedStoreTests",
            [
                "OAuthCore", "OAuthModel", "Storage", "EmbeddedStore", "Cryptography", "StoreContract",
                "Support",
                "WireText",
            ]),
        // A third adapter, that sees what the author of any sees.
        tests("Stores/ToyStoreTests", ["Storage", "OAuthModel", "StoreContract"]),
        tests(
            "Stores/RedisClientTests",
            ["RedisClient", "RedisURL", "RedisServers", "Support", nioCore, nioPosix, nioEmbedded, logging]),
        tests(
            "Stores/RedisStoreTests",
            [
                "RedisStore", "RedisClient", "RedisURL", "RedisServers", "StoreContract", "OAuthCore",
                "Storage",
                "Endpoint", "Router", "RouteManifest", "Support",
                "EmbeddedStore",
                "OAuthModel",
                "Cryptography", nioCore, nioPosix, logging, "WireText",
            ]),
        tests("Requests/PagesTests", ["Pages", "Cryptography", "Diagnostics", "Support"]),
        tests(
            "Requests/HTTPServerTests",
            [
                "HTTPServer", "Endpoint", "Web", "Support", nioCore, nioPosix, nioEmbedded,
                logging,
                lifecycle,
            ]),
        tests("Requests/EndpointTests", ["Endpoint", "WireText"]),
        tests(
            "Requests/HandlersTests",
            ["Handlers", "Endpoint", "Cryptography", "OAuthCore", "OAuthModel", "WireText"]),
        tests(
            "Plan/RouterTests",
            [
                "Router", "RouteManifest", "Diagnostics", "Endpoint", "OAuthModel", "OpenAPI", "Support",
                "JSON",
                "WireText",
            ]),
        tests(
            "Plan/ManifestDiffTests",
            ["ManifestDiff", "RouteManifest", "StrictYAML", "Diagnostics", "JSON", "Support"]),
        tests(
            "Top/DemoMCPServerTests",
            [
                "DemoMCPServer", "HTTPServer", "Endpoint", "JSON", "OAuthModel", "Support", httpClient,
                nioCore,
                nioPosix, nioHTTP1, nioSSL,
                logging,
                lifecycle, "WireText",
            ]),
        tests(
            "Top/CompositionTests",
            [
                "AuthorizationServer", "RouteManifest", "StrictYAML", "Router", "Pages", "Endpoint",
                "HTTPServer",
                "EmbeddedStore", "OAuthModel", "Cryptography", "Timeline", "Web", "ManifestCases", "Support",
                nioPosix,
            ]),
        tests(
            "Top/ProtocolTests",
            [
                "AuthorizationServer", "Diagnostics", "ManifestDiff", "Router", "RouteManifest", "StrictYAML",
                "Cryptography", "Fetching", "JSON", "JOSE", "OAuthCore", "OAuthModel", "Storage", "Pages",
                "Providers",
                "Shelf",
                "Sites", "Support", "RedisServers", "Timeline", "Upstreams", httpClient,
                nioCore,
                nioHTTP1,
                logging, "Web", "WireText",
            ]),
        tests(
            "Top/ProcessTests",
            ["JSON", "Support", "RedisServers", httpClient, nioCore, nioPosix, nioHTTP1, "WireText"]),
        // How fast keys sign, for scripts/bench.
        .executableTarget(
            name: "signing-speed", dependencies: ["JOSE", "JSON", "WireText"],
            path: "Tests/Base/SigningSpeed",
            swiftSettings: house),
        // The golden manifests, and what can be done to them.
        .target(
            name: "ManifestCases", dependencies: ["RouteManifest", "StrictYAML", "Diagnostics", "Support"],
            path: "Tests/Manifest/ManifestCases", swiftSettings: house),
        // What every store promises, to be run against each adapter.
        .target(
            name: "StoreContract", dependencies: ["Storage", "OAuthModel", "Support"],
            path: "Tests/Stores/StoreContract", swiftSettings: house),
        // Servers of a test that answer under names and addresses of the public Internet.
        .target(
            name: "Sites", dependencies: ["Fetching", "Support", "Web", nioCore, nioPosix, nioSSL],
            path: "Tests/Base/Sites", swiftSettings: house),
        // The Web as a test has it.
        .target(
            name: "Shelf", dependencies: ["OAuthCore", "OAuthModel", "JSON", "Support", "Web"],
            path: "Tests/Rules/Shelf",
            swiftSettings: house),
        // A provider of a test's own, with every fault that one can have.
        .target(
            name: "Providers",
            dependencies: [
                "Upstreams", "OAuthCore", "OAuthModel", "Cryptography", "JOSE", "JSON", "Support", "Web",
                "WireText",
            ],
            path: "Tests/Rules/Providers", swiftSettings: house),
        // Redis servers that a test starts, kills and restarts.
        .target(
            name: "RedisServers", dependencies: ["Support"], path: "Tests/Stores/RedisServers",
            swiftSettings: house),
        // What tests of several targets are done with. What only one needs lies in its own folder of that name.
        .target(
            name: "Support", dependencies: ["Cryptography", "OAuthModel", nioCore, nioPosix, logging],
            path: "Tests/Support",
            swiftSettings: house),
    ]
)

/// - Parameter place: The room and the name: `Plan/Router`.
func target(_ place: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name(place), dependencies: dependencies, path: "Sources/\(place)", swiftSettings: house)
}

func tests(_ place: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name(place), dependencies: dependencies, path: "Tests/\(place)",
        exclude: excluded[name(place)] ?? [], swiftSettings: house)
}

func name(_ place: String) -> String {
    place.split(separator: "/").last.map(String.init) ?? place
}
