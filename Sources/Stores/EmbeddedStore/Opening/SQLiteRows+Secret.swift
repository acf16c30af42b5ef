import Storage

extension SQLiteRows {
    /// Refuses a secret that what the file holds is not sealed under; one that it is, or will be, is noted in the file.
    func check(_ proof: SecretProof, _ content: StoreContent) throws(StoreOpeningError) {
        do {
            let mark = try secretMark()
            if mark == proof.mark { return }
            // Nothing is lost with another secret where nothing is. Files of earlier versions have no mark.
            let isOther =
                mark != nil && !content.isEmpty
                || !content.clients.isEmpty
                    && !content.clients.contains { proof.opens($0.key, $0.value.sealed) }
            if isOther { throw StoreOpeningError.otherSecret(place: path) }
            try setSecretMark(proof.mark)
        } catch let error as StoreOpeningError {
            throw error
        } catch let error as SQLiteError {
            throw StoreOpeningError(error, path: path)
        } catch {
            throw .notWritable(path: path, cause: "\(error)")
        }
    }
}
