package io.corduroy.load;

/** Something that is done to a provider, and measured. */
interface Load {

    Result run() throws Exception;
}
