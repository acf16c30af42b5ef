import OAuthCore
import Web

/// Where there is nothing that fetches: no document can be had.
struct NoDocuments: DocumentSource {
    func fetch(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure> {
        try? await Task.sleep(for: terms.time)
        return .failure(.connection("this server fetches nothing"))
    }
}
