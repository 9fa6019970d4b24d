# The list of native sources, for node-gyp (MSVC) and for scripts/support/cross-build.mjs (mingw-w64).
# The latter reads the part of gyp's language that is used here; see scripts/support/gyp.mjs.
{
    'variables': {
        'mingw%': 0,
        'tests%': 0,
        'node_addon_api': '<!(node -p "require(\'node-addon-api\').include_dir")',
        'version': '<!(node -p "require(\'./package.json\').version")',
    },
    'target_defaults': {
        'defines': [
            'UNICODE',
            '_UNICODE',
            'NOMINMAX',
            'WIN32_LEAN_AND_MEAN',
            '_WIN32_WINNT=0x0A00',
            'MAPI_MSG_VERSION="<(version)"',
        ],
        'include_dirs': ['native'],
        # Decided last, so that it prevails over what node-gyp brings.
        'target_conditions': [
            ['OS=="win"', {
                'defines!': ['_HAS_EXCEPTIONS=0'],
                'msvs_settings': {
                    'VCCLCompilerTool': {
                        'AdditionalOptions!': ['-std:c++17', '-std:c++20'],
                        'AdditionalOptions': [
                            '/std:c++20',
                            '/utf-8',
                            '/permissive-',
                            '/guard:cf',
                            # Warnings are for our own headers.
                            '/external:anglebrackets',
                            '/external:I../<(node_addon_api)',
                            '/external:W0',
                        ],
                        'ExceptionHandling': 1,
                        'WarnAsError': 'true',
                        'WarningLevel': 4,
                    },
                    'VCLinkerTool': {
                        'AdditionalOptions': ['/guard:cf'],
                    },
                },
            }],
        ],
        'configurations': {
            'Release': {
                'target_conditions': [
                    ['OS=="win"', {
                        'msvs_settings': {
                            'VCCLCompilerTool': {
                                'RuntimeLibrary': 0,  # static
                                'RuntimeTypeInfo': 'true',
                            },
                        },
                    }],
                ],
            },
        },
    },
    'targets': [
        {
            # The addon: build/Release/mapi_msg.node
            'target_name': 'mapi_msg',
            'type': 'loadable_module',
            'win_delay_load_hook': 'true',
            'defines': [
                'NAPI_VERSION=8',
                'NODE_ADDON_API_CPP_EXCEPTIONS',
                'NODE_ADDON_API_DISABLE_DEPRECATED',
                'NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED',
                'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
            ],
            'include_dirs': ['<(node_addon_api)'],
            'libraries': ['-lole32', '-loleaut32', '-ladvapi32', '-lversion', '-luuid'],
            'sources': [
                'native/binding/addon.cpp',
                'native/binding/arguments.cpp',
                'native/binding/bind_find_mapi.cpp',
                'native/binding/bind_lifetimes.cpp',
                'native/binding/bind_messages.cpp',
                'native/binding/bind_props.cpp',
                'native/binding/bind_sessions.cpp',
                'native/binding/bind_storages.cpp',
                'native/binding/bind_streams.cpp',
                'native/binding/bind_tables.cpp',
                'native/binding/environment.cpp',
                'native/binding/event_loop.cpp',
                'native/binding/failures.cpp',
                'native/binding/handle.cpp',
                'native/binding/values.cpp',
                'native/mapi/apartment.cpp',
                'native/mapi/extended_error.cpp',
                'native/mapi/find_mapi.cpp',
                'native/mapi/message_calls.cpp',
                'native/mapi/module_files.cpp',
                'native/mapi/msi_components.cpp',
                'native/mapi/objects.cpp',
                'native/mapi/pe_image.cpp',
                'native/mapi/prop_calls.cpp',
                'native/mapi/property_value.cpp',
                'native/mapi/provider.cpp',
                'native/mapi/registry.cpp',
                'native/mapi/release_callbacks.cpp',
                'native/mapi/session_calls.cpp',
                'native/mapi/session_object.cpp',
                'native/mapi/stream_calls.cpp',
                'native/mapi/table_calls.cpp',
                'native/storage/compound_file/allocation_table.cpp',
                'native/storage/compound_file/byte_source.cpp',
                'native/storage/compound_file/check.cpp',
                'native/storage/compound_file/directory.cpp',
                'native/storage/compound_file/layout.cpp',
                'native/storage/compound_file/sector_file.cpp',
                'native/storage/file_mode.cpp',
                'native/storage/file_source.cpp',
                'native/storage/ole_storage.cpp',
            ],
            'conditions': [
                # node-gyp adds a hook of its own, which MSVC alone compiles.
                ['mingw==1', {'sources': ['native/binding/delay_load_hook.cpp']}],
            ],
        },
        {
            # The embedded provider: build/Release/mapi-msg-embedded-<version>.dll
            'target_name': 'mapi_msg_embedded',
            'type': 'shared_library',
            'product_name': 'mapi-msg-embedded-<(version)',
            'product_extension': 'dll',
            'win_delay_load_hook': 'false',
            'libraries': ['-lole32', '-loleaut32', '-ladvapi32', '-lversion', '-luuid'],
            'sources': [
                'native/provider/attachment.cpp',
                'native/provider/attachment_data.cpp',
                'native/provider/code_page.cpp',
                'native/provider/error_text.cpp',
                'native/provider/exports.cpp',
                'native/provider/format/compressed_rtf.cpp',
                'native/provider/format/crc32.cpp',
                'native/provider/format/gb18030.cpp',
                'native/provider/format/japanese.cpp',
                'native/provider/format/named_properties.cpp',
                'native/provider/format/names.cpp',
                'native/provider/format/property_stream.cpp',
                'native/provider/memory.cpp',
                'native/provider/message.cpp',
                'native/provider/message_data.cpp',
                'native/provider/message_tree.cpp',
                'native/provider/name_map.cpp',
                'native/provider/named_prop_methods.cpp',
                'native/provider/open_message.cpp',
                'native/provider/prop_methods.cpp',
                'native/provider/property_source.cpp',
                'native/provider/property_store.cpp',
                'native/provider/property_value.cpp',
                'native/provider/recipient_data.cpp',
                'native/provider/restriction.cpp',
                'native/provider/result.cpp',
                'native/provider/rtf_stream.cpp',
                'native/provider/session.cpp',
                'native/provider/storage_access.cpp',
                'native/provider/storage_enumerator.cpp',
                'native/provider/storage_view.cpp',
                'native/provider/stream_copy.cpp',
                'native/provider/table.cpp',
                'native/provider/text_folding.cpp',
                'native/provider/tree_object.cpp',
                'native/provider/utilities.cpp',
                'native/provider/value_compare.cpp',
                'native/provider/value_stream.cpp',
            ],
            'conditions': [
                ['target_arch=="ia32"', {
                    'sources': ['native/provider/exports.ia32.def'],
                }, {
                    'sources': ['native/provider/exports.def'],
                }],
            ],
        },
    ],
    'conditions': [
        ['tests==1', {
            'targets': [
            ],
        }],
    ],
}
