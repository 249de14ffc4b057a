// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

/// Helpers around yaml-cpp's emitter for dbt's YAML files.
namespace t2d::backend {

/// Starts a YAML file: `version: 2` and the given top-level key, whose list the caller fills between this and
/// `finish_yaml`.
void start_yaml(YAML::Emitter& yaml, const std::string& key);
/// The file's text with its header comment.
[[nodiscard]] std::string finish_yaml(YAML::Emitter& yaml);

/// `key: "text"`, quoted; dbt evaluates Jinja in YAML, so braces of the input are pulled apart.
void put_text(YAML::Emitter& yaml, const std::string& key, const std::string& text);

} // namespace t2d::backend
