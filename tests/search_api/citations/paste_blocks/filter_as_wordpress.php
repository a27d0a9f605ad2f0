<?php
// Filters what comes in as WordPress filters a post before it is saved.
define( 'ABSPATH', $argv[1] . '/' );
define( 'WPINC', 'wp-includes' );
foreach ( array( 'compat', 'plugin', 'formatting', 'functions', 'kses' ) as $file ) {
	require ABSPATH . "wp-includes/$file.php";
}
echo wp_kses_post( stream_get_contents( STDIN ) );
