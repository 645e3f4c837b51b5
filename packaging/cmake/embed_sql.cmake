# counterfoil_embed_sql(TARGET NAMESPACE ns [HEADER name.hpp] FILES ...)  SQL files as constants of a module
#
# FILES are relative to the calling folder. NNNN_name.sql is a migration, every other name is one statement:
#   sql/insert_entry.sql        ->  ns::kInsertEntry, a sqlite_kit::Sql{"insert_entry", "INSERT ..."}
#   migrations/0001_ledger.sql  ->  an element of ns::kMigrations, a std::span<const sqlite_kit::Migration>
# The header is included as "<prefix of TARGET>/<HEADER>" (HEADER defaults to sql.hpp; a test has no prefix); a module with two databases calls this
# twice with two namespaces and two headers. A changed SQL file makes the build configure again.

function(counterfoil_write_if_changed file content)
  set(old "")
  if(EXISTS ${file})
    file(READ ${file} old)
  endif()
  if(NOT old STREQUAL content)
    file(WRITE ${file} "${content}")
  endif()
endfunction()

# insert_entry -> kInsertEntry
function(counterfoil_constant_name words result)
  string(REPLACE "_" ";" parts "${words}")
  set(name k)
  foreach(part IN LISTS parts)
    string(SUBSTRING "${part}" 0 1 first)
    string(SUBSTRING "${part}" 1 -1 rest)
    string(TOUPPER "${first}" first)
    string(APPEND name "${first}${rest}")
  endforeach()
  set(${result} ${name} PARENT_SCOPE)
endfunction()

function(counterfoil_embed_sql target)
  cmake_parse_arguments(ARG "" "NAMESPACE;HEADER" "FILES" ${ARGN})
  if(NOT ARG_NAMESPACE OR NOT ARG_FILES)
    message(FATAL_ERROR "counterfoil_embed_sql(${target}): NAMESPACE and FILES are needed")
  endif()
  if(NOT ARG_HEADER)
    set(ARG_HEADER sql.hpp)
  endif()
  set(header_path ${ARG_HEADER})
  if(DEFINED PREFIX_${target})
    set(header_path ${PREFIX_${target}}/${ARG_HEADER})
  endif()
  set(declarations "")
  set(definitions "")
  set(migrations "")
  set(count 0)
  list(SORT ARG_FILES)
  foreach(file IN LISTS ARG_FILES)
    get_filename_component(path "${file}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    get_filename_component(stem ${path} NAME_WE)
    file(READ ${path} text)
    string(FIND "${text}" ")SQL\"" clash)
    if(NOT clash EQUAL -1)
      message(FATAL_ERROR "${path}: the text )SQL\" cannot be embedded")
    endif()
    if(stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
      math(EXPR count "${count} + 1")
      set(name ${CMAKE_MATCH_2})
      string(REGEX REPLACE "^0+" "" number "${CMAKE_MATCH_1}")
      if(NOT number EQUAL count)
        message(FATAL_ERROR "${path}: migration numbers must be 0001, 0002 ... without a gap; expected ${count}")
      endif()
      string(APPEND migrations "    {${number}, \"${name}\", R\"SQL(${text})SQL\"},\n")
    elseif(stem MATCHES "^[a-z][a-z0-9_]*$")
      counterfoil_constant_name(${stem} constant)
      string(APPEND declarations "extern const ::counterfoil::sqlite_kit::Sql ${constant};\n")
      string(APPEND definitions "constinit const ::counterfoil::sqlite_kit::Sql ${constant}{\"${stem}\", R\"SQL(${text})SQL\"};\n")
    else()
      message(FATAL_ERROR "${path}: name it in snake_case, or NNNN_snake_case for a migration")
    endif()
  endforeach()
  if(count GREATER 0)
    string(APPEND declarations "extern const std::span<const ::counterfoil::sqlite_kit::Migration> kMigrations;\n")
    string(APPEND definitions "namespace {\nconstexpr ::counterfoil::sqlite_kit::Migration kSteps[] = {\n${migrations}};\n}  // namespace\n"
      "constinit const std::span<const ::counterfoil::sqlite_kit::Migration> kMigrations{kSteps};\n")
  endif()

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(header ${folder}/${header_path})
  string(REGEX REPLACE "\\.hpp$" ".cpp" source ${header})
  counterfoil_write_if_changed(${header} "// Generated from .sql files by packaging/cmake/embed_sql.cmake.
#pragma once

#include <span>

#include \"storage/kit/sql.hpp\"

namespace ${ARG_NAMESPACE} {
${declarations}}  // namespace ${ARG_NAMESPACE}
")
  counterfoil_write_if_changed(${source} "// Generated from .sql files by packaging/cmake/embed_sql.cmake.
#include \"${header_path}\"

namespace ${ARG_NAMESPACE} {
${definitions}}  // namespace ${ARG_NAMESPACE}
")
  target_sources(${target} PRIVATE ${source})
  target_include_directories(${target} PUBLIC ${folder})
endfunction()
