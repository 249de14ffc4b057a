// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>

#include "backend/dialect.h"
#include "ir/rel.h"

/// Helpers around yaml-cpp's emitter for dbt's YAML files.
namespace t2d::backend {

/// Starts a YAML file: `version: 2` and the given top-level key, whose list the caller fills between this and
/// `finish_yaml`.
void start_yaml(YAML::Emitter& yaml, std::string_view key);
/// The file's text with its header comment.
[[nodiscard]] std::string finish_yaml(YAML::Emitter& yaml);

/// A key, or another word of ours: letters and underscores, which stand without quotes. The caller gives a key's value next.
YAML::Emitter& put_word(YAML::Emitter& yaml, std::string_view word);
YAML::Emitter& put_key(YAML::Emitter& yaml, std::string_view key);

/// `key: "text"`, quoted; dbt evaluates Jinja in YAML, so braces of the input are pulled apart.
void put_text(YAML::Emitter& yaml, std::string_view key, const std::string& text);

/// The entries of a column that all files have: name, whether it must be quoted, type.
void put_column_head(YAML::Emitter& yaml, const ir::Column& column, const Dialect& dialect);

} // namespace t2d::backend
