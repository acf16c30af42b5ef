import AsyncHTTPClient
import Endpoint
import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// The demo MCP server without its listener: what it answers, and what it needs to answer.
struct DemoApplication: Sendable {
    let table: DemoTable
    let discovery: Discovery
    let log: DemoLog
    private let client: HTTPClient

    init(
        _ configuration: DemoConfiguration, clock: DemoClock, patience: Patience, tellsAll: Bool,
        logger: Logger
    ) {
        log = DemoLog(logger, tellsAll: tellsAll, clock: clock)
        client = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: Self.clientConfiguration(patience, configuration.authorities))
        let http = OutboundHTTP(client: client, deadline: patience.exchange)
        discovery = Discovery(
            issuer: configuration.issuer, address: configuration.metadataAddress, http: http,
            clock: clock, logger: logger)
        let introspector = Introspector(
            discovery: discovery, http: http, credentials: configuration.credentials,
            expectation: TokenExpectation(resource: configuration.resource, issuer: configuration.issuer),
            clock: clock)
        let verdicts = TokenVerdicts(clock: clock, positiveLifetime: configuration.introspectionCache) {
            await introspector.introspect($0)
        }
        table = Self.table(configuration, discovery, verdicts, clock, patience, log)
    }

    func shutdown() async {
        discovery.stop()
        try? await client.shutdown()
    }

    private static func table(
        _ configuration: DemoConfiguration, _ discovery: Discovery, _ verdicts: TokenVerdicts,
        _ clock: DemoClock, _ patience: Patience, _ log: DemoLog
    ) -> DemoTable {
        let tokenGuard = TokenGuard(verdicts: verdicts, resourceMetadata: configuration.resourceMetadata)
        let sessions = Sessions(clock: clock, makeID: SessionID.random)
        let tools = ToolCatalog(tools: [
            WhoamiTool(), EchoTool(), AddTool(), CountdownTool(clock: clock),
            AdminReportTool(sessions: sessions, verdicts: verdicts),
        ])
        return DemoTable(
            rebindingGuard: RebindingGuard(
                origin: configuration.origin, allowedOrigins: configuration.allowedOrigins),
            mcp: MCPHandler(
                tokenGuard: tokenGuard,
                sessionDialogue: SessionDialogue(sessions: sessions, tools: tools, tokenGuard: tokenGuard),
                statelessDialogue: StatelessDialogue(tools: tools, tokenGuard: tokenGuard)),
            resourceMetadata: .resourceMetadata(configuration),
            sampleClient: SampleClient(baseURI: configuration.baseURI),
            authorizationServerMetadata: AuthorizationServerMetadataHandler(discovery: discovery),
            issuer: configuration.issuer, log: log,
            timeout: patience.answer)
    }

    /// Redirects are not followed: the credentials of this resource server go where the metadata says,
    /// nowhere else.
    private static func clientConfiguration(
        _ patience: Patience, _ authorities: TrustedAuthorities
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(patience.connection)
        if let certificates = authorities.certificates {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(certificates)
            configuration.tlsConfiguration = tls
        }
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
