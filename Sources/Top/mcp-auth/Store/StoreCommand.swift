import ArgumentParser

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Move the store, accept an older one, or ask a running server about it.",
        subcommands: [StoreCopyCommand.self, StoreStatsCommand.self, StoreAcceptCommand.self])
}
