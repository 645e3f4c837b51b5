#include "contract/hub_store/store_contract.hpp"
#include "hub/store/sqlite_store.hpp"
#include "platform/crypto.hpp"

namespace counterfoil::hub {

std::vector<StoreAdapter> store_adapters() {
    static const platform::Sha256Hasher hasher;
    const auto open_sqlite = [](const std::string& folder) {
        auto store = open_sqlite_store(folder, hasher);
        EXPECT_TRUE(store.has_value()) << describe(store.error());
        return std::move(*store);
    };
    return {{"Sqlite", open_sqlite}};
}

}  // namespace counterfoil::hub
