package import Logging
package import ServiceLifecycle

extension StopSignals {
    /// Runs services until a signal comes or one of them ends; each is given the time to finish what it has begun.
    package func run(_ services: [any Service], logger: Logger) async throws {
        // What the library does to each is of interest when something is wrong with it.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (services + [self]).map {
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: NamedService($0), successTerminationBehavior: .gracefullyShutdownGroup)
                }, logger: quiet))
        try await group.run()
    }
}

/// A service that is called by its type. The library prints each to have a name for it: all that a server consists of, secrets included.
private struct NamedService: Service, CustomStringConvertible {
    private let service: any Service

    init(_ service: any Service) {
        self.service = service
    }

    var description: String { "\(type(of: service))" }

    func run() async throws { try await service.run() }
}
