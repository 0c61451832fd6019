/** Style sheets are the bundler's: importing one only makes it load. */
declare module '*.css'
