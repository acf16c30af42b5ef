import EmbeddedStore
import OAuthModel
import RouteManifest

extension StoreAtRest {
    /// - Parameter variable: What chooses the store on the other side.
    static func embedded(in folder: String, insteadOf variable: String) -> StoreAtRest {
        let choice = StoreChoice.embedded(folder: folder)
        return StoreAtRest(
            place: choice.place { $0 },
            placeFromAfar: choice.place { "\(SystemFiles.hostName()):\(SystemFiles.absolute($0))" },
            absence: EmbeddedArchive.exists(in: folder)
                ? nil
                : MoveFailure(
                    "there is no embedded store in \(folder)",
                    hint: "name its folder with MCP_AUTH_DATA (store.data)"),
            holder: "the store in \(folder)",
            emptying: "move \(folder)/store.sqlite away (and keep server.secret)",
            emptyingOfCopy:
                "move store.sqlite and copy-unfinished out of \(folder) (and keep server.secret)",
            start: "start the server without \(variable)",
            open: { (_, _) throws(MoveFailure) in
                let archive: EmbeddedArchive
                do throws(StoreOpeningError) {
                    archive = try EmbeddedArchive.open(folder: folder, clock: .system)
                } catch {
                    throw MoveFailure(error)
                }
                // It holds the folder, so nobody comes.
                return OpenArchive(archive: archive, checkAlone: {}, close: { archive.close() })
            })
    }
}
