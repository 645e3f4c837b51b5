// SQL text as data. The texts live in files, one statement a file; counterfoil_embed_sql() turns them into these constants.
#pragma once

#include <cstdint>
#include <string_view>

namespace counterfoil::sqlite_kit {

/// One statement. `name` is its file's name without ".sql" and appears in error messages.
struct Sql {
    std::string_view name;
    std::string_view text;
};

/// One forward step of a schema: the file NNNN_name.sql. Numbers start at 1 and leave no gap.
struct Migration {
    std::uint32_t number = 0;
    std::string_view name;
    std::string_view sql;
};

}  // namespace counterfoil::sqlite_kit
